package dev.herald.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.RunningHerald;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Alerts and dashboard ask for what a Herald that has sent something tells Prometheus. */
class MonitoringTest {
    private static final Path FOLDER = Manifests.FOLDER.resolve("monitoring");
    private static final Pattern PANEL = Pattern.compile("\"([A-Z][^\"]*)\"");
    /** What Prometheus adds. */
    private static final Set<String> ADDED = Set.of("namespace", "instance");
    /** Counted from the first report on. */
    private static final Set<String> METRICS = new HashSet<>(Set.of("herald_reports_total"));
    private static final Set<String> LABELS = new HashSet<>(Set.of("status"));
    private static final Map<String, Object> MAILBOX = Map.of("herald.smtp.presets.default.reports.address",
            "bounces@acme.example", "herald.smtp.presets.default.reports.imap.host", "127.0.0.1",
            "herald.smtp.presets.default.reports.imap.port", "1",
            "herald.smtp.presets.default.reports.imap.username", "bounces",
            "herald.smtp.presets.default.reports.imap.password", "secret");

    @BeforeAll
    static void read(@TempDir Path folder) throws IOException {
        try (RunningHerald herald = new RunningHerald(folder, MAILBOX)) {
            herald.assertThatCompleted(herald.start(
                    Bpmn.createExecutableProcess("sends").startEvent()
                            .serviceTask("task", task -> task.zeebeJobType("smtp_send_email")).endEvent().done(),
                    Map.of("recipient", "ann@example.com", "subject", "Hello", "body", "World")));
            LABELS.addAll(ADDED);
            for (String line : herald.metrics().lines().filter(line -> !line.startsWith("#")).toList()) {
                METRICS.add(line.replaceFirst("[{ ].*", ""));
                LABELS.addAll(new Query(line).labels());
            }
        }
    }

    static Stream<Query> queries() throws IOException {
        return Stream.concat(rules().stream().map(rule -> rule.getExpr().getStrVal()), panels()
                .flatMap(panel -> panel.get("targets").valueStream()).map(target -> target.get("expr").asText()))
                .map(Query::new);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void everyQueryNamesMetricsAndLabelsThatExist(Query query) {
        Set<String> known = new HashSet<>(METRICS);
        rules().stream().map(Rule::getRecord).filter(Objects::nonNull).forEach(known::add);

        assertThat(query.metrics()).isNotEmpty().isSubsetOf(known);
        assertThat(query.labels()).isSubsetOf(LABELS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "sum by (action) (rate(herald_outcomes_total{code=\"x\"}[5m])) > 0.5; herald_outcomes_total; action code",
            "min(a) == 0 and b offset 15m unless c; a b c; ''", "herald:share1h > 3 * x_9; herald:share1h x_9; ''"})
    void aQueryIsReadAsPrometheusReadsIt(String query, String metrics, String labels) {
        assertThat(new Query(query).metrics()).containsExactlyInAnyOrder(metrics.split(" "));
        assertThat(String.join(" ", new Query(query).labels().stream().sorted().toList())).isEqualTo(labels);
    }

    @Test
    void everyAlertSaysWhatToDoAndNamesPanelsThatExist() throws IOException {
        List<String> titles = panels().map(panel -> panel.get("title").asText()).toList();

        assertThat(rules()).filteredOn(rule -> rule.getAlert() != null).hasSizeGreaterThan(7).allSatisfy(rule -> {
            assertThat(rule.getLabels()).containsKey("severity");
            assertThat(rule.getAnnotations()).containsOnlyKeys("summary", "description");
            assertThat(PANEL.matcher(rule.getAnnotations().get("description")).results()
                    .map(panel -> panel.group(1))).isSubsetOf(titles);
        });
    }

    private static List<Rule> rules() {
        return Manifests.only(Manifests.read(FOLDER.resolve("alerts.yaml")), PrometheusRule.class).getSpec().getGroups()
                .stream().flatMap(group -> group.getRules().stream()).toList();
    }

    private static Stream<JsonNode> panels() throws IOException {
        return new ObjectMapper().readTree(Files.readString(FOLDER.resolve("dashboard.json"))).get("panels")
                .valueStream();
    }
}
