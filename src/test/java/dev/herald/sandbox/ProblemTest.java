package dev.herald.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemTest {
    private static final String INTRODUCTION = "Command 'CREATE' rejected with code 'INVALID_ARGUMENT': Expected to deploy"
            + " new resources, but encountered the following errors:\n";

    @Test
    void namesTheElementOfEachError() {
        assertThat(Problem.of(INTRODUCTION + """
            'my model.bpmn': - Element: send_email > extensionElements > ioMapping > input
                - ERROR: failed to parse expression 'a +': Expected (x):1:3, found "+"
            - Element: send_sms
                - ERROR: Must have exactly one 'zeebe:taskDefinition' extension element
                - ERROR: Must have an outgoing sequence flow
            """)).containsExactly(
                new Problem("send_email",
                        "ioMapping > input: failed to parse expression 'a +': Expected (x):1:3, found \"+\""),
                new Problem("send_sms", "Must have exactly one 'zeebe:taskDefinition' extension element"),
                new Problem("send_sms", "Must have an outgoing sequence flow"));
    }

    @Test
    void leavesWhatIsAboutTheFileWithoutAnElement() {
        assertThat(Problem.of(INTRODUCTION
                + "'a.bpmn': Error: URI=null Line=95: cvc-id.1: There is no ID/IDREF binding for IDREF 'nowhere'."))
                .containsExactly(
                        new Problem(null, "Line=95: cvc-id.1: There is no ID/IDREF binding for IDREF 'nowhere'."));
    }

    @Test
    void keepsWhatHasAnotherForm() {
        assertThat(Problem.of("The engine is away.\n")).containsExactly(new Problem(null, "The engine is away."));
    }
}
