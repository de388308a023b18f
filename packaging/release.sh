#!/usr/bin/env bash
# Builds what a release offers, in target/package/: a static Linux binary, an archive of it with man pages and shell
# completions, and a Debian package. Needs Rust and a C compiler; for the package also dpkg-deb.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
machine=$(uname -m)
target="$machine-unknown-linux-gnu"
out="target/package"
name="dateline-$version-$machine-linux"

# A static glibc binary runs on any Linux of the same processor and needs no other toolchain. build.rs says why its
# address is fixed.
RUSTFLAGS="-C target-feature=+crt-static -C relocation-model=static" cargo build --release --locked --target "$target"
binary="target/$target/release/dateline"

rm -rf "$out"
tree="$out/$name"
mkdir -p "$tree/man" "$tree/completions"
install -m 755 "$binary" "$tree/dateline"
"$binary" man "$tree/man"
for shell in bash zsh fish; do
  "$binary" completions "$shell" > "$tree/completions/dateline.$shell"
done
cp README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$tree/"
tar -C "$out" --owner=0 --group=0 --sort=name -czf "$out/$name.tar.gz" "$name"

if command -v dpkg-deb >/dev/null 2>&1; then
  root="$out/debian"
  mkdir -p "$root/DEBIAN" "$root/usr/share/doc/dateline"
  sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$(dpkg --print-architecture)/" packaging/debian/control > "$root/DEBIAN/control"
  install -D -m 755 "$binary" "$root/usr/bin/dateline"
  for page in "$tree"/man/*; do
    install -D -m 644 "$page" "$root/usr/share/man/man1/$(basename "$page")"
    gzip -9n "$root/usr/share/man/man1/$(basename "$page")"
  done
  install -D -m 644 "$tree/completions/dateline.bash" "$root/usr/share/bash-completion/completions/dateline"
  install -D -m 644 "$tree/completions/dateline.zsh" "$root/usr/share/zsh/vendor-completions/_dateline"
  install -D -m 644 "$tree/completions/dateline.fish" "$root/usr/share/fish/vendor_completions.d/dateline.fish"
  cat LICENSE-MIT LICENSE-APACHE > "$root/usr/share/doc/dateline/copyright"
  dpkg-deb --root-owner-group --build "$root" "$out/dateline_${version}_$(dpkg --print-architecture).deb"
  rm -r "$root"
else
  echo "dpkg-deb is absent: no Debian package was built"
fi
ls -l "$out"
