import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/**
 * One OpenSearch node in this JVM: the production {@code Node} with the modules on the class path, without the
 * bootstrap checks (which forbid root). Arguments are settings, {@code name=value}; lists are separated by commas.
 * Prints {@code ready PORT} when it answers. With the argument {@code until=eof} it ends when its input ends, so that it
 * does not outlive the tests that started it.
 */
public class ClusterNode {
    static final List<String> MODULES = List.of(
        "org.opensearch.transport.Netty4ModulePlugin", "org.opensearch.analysis.common.CommonAnalysisModulePlugin");

    static class Production extends Node {
        Production(Settings settings) {
            super(
                InternalSettingsPreparer.prepareEnvironment(
                    settings, Collections.emptyMap(), Path.of(settings.get("path.home"), "config"), () -> "node"),
                MODULES.stream()
                    .map(name -> new PluginInfo(name, "module", "NA", Version.CURRENT, "1.8", name, null, List.of(), false))
                    .toList(),
                false);
        }
    }

    public static void main(String[] arguments) throws Exception {
        boolean untilEnd = false;
        Settings.Builder settings = Settings.builder();
        for (String argument : arguments) {
            if (argument.equals("until=eof")) {
                untilEnd = true;
                continue;
            }
            String[] pair = argument.split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        Node node = new Production(settings.build());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception failed) {
                failed.printStackTrace();
            }
        }));
        node.start();
        int port = node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
        System.out.println("ready " + port);
        if (untilEnd) {
            waitForEnd();
            System.exit(0);
        }
        new CountDownLatch(1).await();
    }

    static void waitForEnd() throws IOException {
        while (System.in.read() >= 0) {
            // What is written does not matter.
        }
    }
}
