import java.io.BufferedReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;

/** Indexes and searches with Lucene: {@code index ARCHIVE FOLDER}, {@code query FOLDER WORDS…}. */
public final class Lucene {
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("index")) {
      index(Path.of(arguments[1]), Path.of(arguments[2]));
    } else {
      query(Path.of(arguments[1]), List.of(arguments).subList(2, arguments.length));
    }
  }

  /** Indexes an archive in the wire form, one article per file, with two threads. */
  private static void index(Path archive, Path folder) throws Exception {
    List<Path> files;
    try (var found = Files.walk(archive)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    var config = new IndexWriterConfig(new StandardAnalyzer()).setRAMBufferSizeMB(256);
    try (var writer = new IndexWriter(FSDirectory.open(folder), config)) {
      var next = new AtomicInteger();
      Runnable work =
          () -> {
            for (int at = next.getAndIncrement(); at < files.size(); at = next.getAndIncrement()) {
              try {
                writer.addDocument(document(files.get(at)));
              } catch (Exception problem) {
                throw new IllegalStateException(problem);
              }
            }
          };
      var threads = List.of(new Thread(work), new Thread(work));
      threads.forEach(Thread::start);
      for (var thread : threads) {
        thread.join();
      }
      writer.commit();
    }
  }

  private static Document document(Path file) throws Exception {
    var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
    var text = decoder.decode(java.nio.ByteBuffer.wrap(Files.readAllBytes(file))).toString();
    var lines = new BufferedReader(new java.io.StringReader(text));
    var header = lines.readLine().trim().split("\\s+");
    var document = new Document();
    document.add(new StringField("id", header[2], Field.Store.YES));
    document.add(new NumericDocValuesField("day", Long.parseLong(header[1].replace("-", ""))));
    var title = lines.readLine();
    document.add(new TextField("title", title == null ? "" : title, Field.Store.YES));
    var body = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      body.append(line).append('\n');
    }
    document.add(new TextField("body", body.toString(), Field.Store.YES));
    return document;
  }

  /** Prints the number of articles with all words, and the titles of the best ten. */
  private static void query(Path folder, List<String> words) throws Exception {
    try (var reader = DirectoryReader.open(FSDirectory.open(folder))) {
      var searcher = new IndexSearcher(reader);
      var all = new BooleanQuery.Builder();
      for (String word : words) {
        var either = new BooleanQuery.Builder();
        either.add(new TermQuery(new Term("title", word)), BooleanClause.Occur.SHOULD);
        either.add(new TermQuery(new Term("body", word)), BooleanClause.Occur.SHOULD);
        all.add(either.build(), BooleanClause.Occur.MUST);
      }
      System.out.println(searcher.count(all.build()));
      for (ScoreDoc hit : searcher.search(all.build(), 10).scoreDocs) {
        System.out.println(searcher.storedFields().document(hit.doc).get("title"));
      }
    }
  }
}
