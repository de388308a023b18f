#!/usr/bin/env bash
# Builds what a release offers, in target/package/: a static Linux binary, an archive of it with man pages and shell
# completions, and a Debian package. Needs Rust and a C compiler; for the package also dpkg-deb.
#
# DATELINE_BINARY=PATH packages that program instead of building one, to try the script.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
machine=$(uname -m)
target="$machine-unknown-linux-gnu"
out="target/package"
name="dateline-$version-$machine-linux"
# Files have the date of the last commit, so that the same sources give the same archive.
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
umask 022

if [ -n "${DATELINE_BINARY:-}" ]; then
  binary=$DATELINE_BINARY
else
  # A static glibc binary runs on any Linux of the same processor and needs no other toolchain. build.rs says why its
  # address is fixed.
  RUSTFLAGS="-C target-feature=+crt-static -C relocation-model=static" cargo build --release --locked --target "$target"
  binary="target/$target/release/dateline"
  # A program that names an interpreter needs shared libraries.
  if LC_ALL=C grep -q 'ld-linux' < <(head -c 4096 "$binary"); then
    echo "release.sh: $binary is not static" >&2
    exit 1
  fi
fi
"$binary" --version

rm -rf "$out"
tree="$out/$name"
mkdir -p "$tree/man" "$tree/completions"
install -m 755 "$binary" "$tree/dateline"
"$binary" man "$tree/man"
for shell in bash zsh fish elvish; do
  "$binary" completions "$shell" > "$tree/completions/dateline.$shell"
done
"$binary" completions powershell > "$tree/completions/dateline.ps1"
cp -r README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE docs "$tree/"
tar -C "$out" --owner=0 --group=0 --numeric-owner --sort=name --mtime="@$epoch" -cf - "$name" |
  gzip -9n > "$out/$name.tar.gz"

if command -v dpkg-deb >/dev/null 2>&1; then
  root="$out/debian"
  architecture=$(dpkg --print-architecture)
  doc="$root/usr/share/doc/dateline"
  mkdir -p "$root/DEBIAN" "$doc"
  install -D -m 755 "$binary" "$root/usr/bin/dateline"
  for page in "$tree"/man/*; do
    install -D -m 644 "$page" "$root/usr/share/man/man1/$(basename "$page")"
    gzip -9n "$root/usr/share/man/man1/$(basename "$page")"
  done
  install -D -m 644 "$tree/completions/dateline.bash" "$root/usr/share/bash-completion/completions/dateline"
  install -D -m 644 "$tree/completions/dateline.zsh" "$root/usr/share/zsh/vendor-completions/_dateline"
  install -D -m 644 "$tree/completions/dateline.fish" "$root/usr/share/fish/vendor_completions.d/dateline.fish"
  cp -r README.md docs "$doc/"
  gzip -9n < CHANGELOG.md > "$doc/changelog.gz"
  cat LICENSE-MIT LICENSE-APACHE > "$doc/copyright"
  size=$(du -k -s --apparent-size "$root/usr" | cut -f1)
  sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" \
    packaging/debian/control > "$root/DEBIAN/control"
  SOURCE_DATE_EPOCH=$epoch dpkg-deb --root-owner-group --build "$root" "$out/dateline_${version}_$architecture.deb"
  rm -r "$root"
else
  echo "dpkg-deb is absent: no Debian package was built"
fi
ls -l "$out"
