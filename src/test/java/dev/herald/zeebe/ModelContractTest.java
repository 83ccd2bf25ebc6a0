package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.message.ActionType;
import dev.herald.message.ErrorCode;
import dev.herald.message.MessageRef;
import dev.herald.zeebe.input.Inputs;
import dev.herald.zeebe.input.OnFailure;
import dev.herald.zeebe.input.Variables;
import io.camunda.client.annotation.JobWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.Bean;

/** Holds templates, BPMN files, workers and README together: a name that only one of them knows fails silently in Zeebe. */
class ModelContractTest {
    /** What a job's variables may hold without the task naming it: the flow's state, and what an operator decides. */
    private static final Set<String> CODE_ONLY = Set.of("previousStepsSucceeded", "onUnconfirmed");
    private static final Pattern CODE = Pattern.compile("\\b[A-Z]+_[A-Z]+\\b");
    private static final List<String> ERROR_CODES = Arrays.stream(ErrorCode.values()).map(ErrorCode::name).toList();

    private static final List<String> WORKER_TYPES = Arrays.stream(ZeebeConfiguration.class.getDeclaredMethods())
            .filter(bean -> bean.isAnnotationPresent(Bean.class))
            .flatMap(bean -> Arrays.stream(bean.getReturnType().getMethods()))
            .filter(method -> method.isAnnotationPresent(JobWorker.class))
            .map(method -> method.getAnnotation(JobWorker.class).type()).toList();

    static Stream<Models.Task> tasks() {
        return Models.tasks();
    }

    static Stream<JsonNode> templates() {
        return Models.templates();
    }

    static Stream<Path> processes() {
        return Models.files(Models.BPMN, ".bpmn");
    }

    static Stream<Path> examples() {
        return processes().filter(file -> !file.endsWith(BackgroundDelivery.PROCESS_ID + ".bpmn"));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void everyTaskTypeHasExactlyOneWorker(Models.Task task) {
        assertThat(WORKER_TYPES).filteredOn(task.type()::equals).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void everyActionHasExactlyOneWorkerAndOneTemplate(ActionType type) {
        assertThat(WORKER_TYPES).filteredOn(type.jobType()::equals).hasSize(1);
        assertThat(Models.tasks().filter(task -> task.where().startsWith("dev.herald.")))
                .filteredOn(template -> template.type().equals(type.jobType())).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void theWorkerReadsEveryMappedInput(Models.Task task) {
        assertThat(inputsReadBy(actionOf(task))).containsAll(task.inputs().keySet());
    }

    /** A mapped input hides the process variable of its name from those below it. */
    @ParameterizedTest
    @MethodSource("tasks")
    void requiredParamsAreMappedAboveAllOtherInputs(Models.Task task) {
        if (task.inputs().containsKey(Inputs.REQUIRED_PARAMS)) {
            assertThat(task.inputs().keySet()).startsWith(Inputs.REQUIRED_PARAMS);
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void theFieldsThatATemplateRequiresAreFirstAndOpen(JsonNode template) {
        Set<String> required = Models.properties(template)
                .filter(property -> property.at("/constraints/notEmpty").asBoolean() && !property.has("value"))
                .map(property -> property.path("group").asText()).collect(Collectors.toSet());
        List<String> open = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        template.path("groups").forEach(group -> {
            groups.add(group.path("id").asText());
            if (group.path("openByDefault").asBoolean()) {
                open.add(group.path("id").asText());
            }
        });

        assertThat(open).containsAll(required);
        assertThat(groups).startsWith(open.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateOffersEveryInputThatTheWorkerReads(JsonNode template) {
        Set<String> offered = Models.properties(template)
                .filter(property -> property.at("/binding/type").asText().equals("zeebe:input"))
                .map(property -> property.at("/binding/name").asText()).collect(Collectors.toSet());
        Set<String> read = inputsReadBy(actionOf(template));

        assertThat(offered).doesNotContainAnyElementsOf(CODE_ONLY);
        offered.addAll(CODE_ONLY);
        assertThat(offered).isEqualTo(read);
    }

    @ParameterizedTest
    @EnumSource
    void everyInputThatTheWorkerReadsHasItsName(ActionType type) {
        assertThat(Inputs.names(type)).containsExactlyInAnyOrderElementsOf(
                inputsReadBy(type).stream().filter(name -> !CODE_ONLY.contains(name)).toList());
    }

    @ParameterizedTest
    @EnumSource
    void theReadmeNamesEveryInputThatTheWorkerReads(ActionType type) throws IOException {
        assertThat(inputsReadBy(type)).allSatisfy(input -> assertThat(readme()).contains("`" + input + "`"));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void aTaskReturnsTheResultThatTheWorkerWrites(Models.Task task) {
        if (!task.outputs().isEmpty()) { // without a mapping everything is returned
            assertThat(task.outputs()).containsKey("=" + actionOf(task).resultVariable());
        }
    }

    /** Once a task has an output mapping, nothing else leaves it; a gateway's condition must not be null. */
    @ParameterizedTest
    @MethodSource("tasks")
    void aTaskThatContinuesOnFailureReturnsThatItFailed(Models.Task task) {
        if ("continue".equals(task.inputs().get("onFailure"))) {
            assertThat(task.outputs()).containsEntry("=previousStepsSucceeded != false", "previousStepsSucceeded");
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplatesDefaultsAreThoseOfTheWorker(JsonNode template) {
        ActionType type = actionOf(template);

        assertThat(Models.property(template, "zeebe:input", "name", "successMessage").path("value").asText())
                .isEqualTo(type.successMessage());
        assertThat(Models.property(template, "zeebe:output", "source", "=" + type.resultVariable()).path("value")
                .asText()).isEqualTo(type.resultVariable());
        assertThat(Models.property(template, "zeebe:input", "name", "onFailure").path("value").asText())
                .isEqualTo(Inputs.word(OnFailure.ERROR));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateNamesEveryErrorCode(JsonNode template) {
        assertThat(codesIn(template.toString())).containsExactlyInAnyOrderElementsOf(ERROR_CODES);
    }

    @ParameterizedTest
    @EnumSource
    void theReadmesTableHasEveryErrorCode(ErrorCode code) throws IOException {
        assertThat(readme()).containsPattern("(?m)^\\| `" + code + "` \\|");
    }

    @ParameterizedTest
    @MethodSource("processes")
    void aProcessCatchesAndNamesNoOtherErrorCodes(Path process) throws IOException {
        assertThat(ERROR_CODES).containsAll(Models.attributes(process, "error", "errorCode"));
        assertThat(ERROR_CODES).containsAll(codesIn(Files.readString(process)));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void aProcessIsCalledAsItsFile(Path process) {
        assertThat(Models.attributes(process, "process", "id")).map(id -> id + ".bpmn")
                .containsExactly(process.getFileName().toString());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleSaysHowItEnds(Path process) {
        JsonNode example = Models.json(process.resolveSibling(
                process.getFileName().toString().replace(".bpmn", ".example.json")));

        assertThat(Models.attributes(process, "endEvent", "id")).contains(example.at("/expect/endEvent").asText());
        assertThat(example.at("/expect/emails").isInt() && example.at("/expect/sms").isInt()).isTrue();
        assertThat(example.path("description").asText()).isNotBlank();
    }

    @Test
    void theBackgroundProcessStartsWithTheMessageThatIsPublished() {
        assertThat(Models.attributes(Models.BPMN.resolve("background-delivery.bpmn"), "message", "name"))
                .containsExactly(BackgroundDelivery.MESSAGE_NAME);
    }

    /** An event with another name or key waits for ever. */
    @ParameterizedTest
    @EnumSource
    void aTemplateWaitsForWhatBecameOfAMessage(ActionType type) {
        String message = switch (type) {
            case SMTP_SEND_EMAIL -> EmailStatusMessages.MESSAGE_NAME;
            case SEND_SMS -> SmsStatusMessages.MESSAGE_NAME;
        };

        assertThat(Models.eventTemplates())
                .filteredOn(template -> Models.property(template, "bpmn:Message#property", "name", "name").path("value")
                        .asText().equals(message))
                .singleElement().satisfies(template -> assertThat(
                        Models.property(template, "bpmn:Message#zeebe:subscription#property", "name", "correlationKey")
                                .path("value").asText())
                        .isEqualTo("=" + type.resultVariable() + ".messageId"));
    }

    private static Set<String> codesIn(String text) {
        return CODE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    private static ActionType actionOf(Models.Task task) {
        return action(task.type());
    }

    private static ActionType actionOf(JsonNode template) {
        return action(Models.property(template, "zeebe:taskDefinition", "property", "type").path("value").asText());
    }

    private static ActionType action(String jobType) {
        return Arrays.stream(ActionType.values()).filter(type -> type.jobType().equals(jobType)).findFirst()
                .orElseThrow();
    }

    private static Set<String> inputsReadBy(ActionType type) {
        Recording variables = new Recording(switch (type) {
            case SMTP_SEND_EMAIL -> Map.of("recipient", "ada@guest.example", "subject", "Hello", "body", "Hello");
            case SEND_SMS -> Map.of("phoneNumber", "+15551234567", "message", "Hello");
        });
        variables.put("onlyIfPreviousSucceeded", true);
        Inputs.gateIsClosed(Variables.of(variables));
        Inputs.onFailure(Variables.of(variables));
        Inputs.request(type, new MessageRef(1, 1), Variables.of(variables));
        return variables.asked;
    }

    /** Variables that remember which of them were asked for. */
    private static final class Recording extends HashMap<String, @Nullable Object> {
        private static final long serialVersionUID = 1;
        private final transient Set<String> asked = new TreeSet<>();

        Recording(Map<String, Object> values) {
            super(values);
        }

        @Override
        public @Nullable Object get(@Nullable Object name) {
            asked.add(String.valueOf(name));
            return super.get(name);
        }
    }
}
