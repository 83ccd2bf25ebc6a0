package dev.herald.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxArgumentsTest {

    @Test
    void staysUpAndRunsTheExamplesOfTheProjectUnlessToldOtherwise() {
        assertThat(SandboxArguments.parse())
                .isEqualTo(new SandboxArguments(false, Path.of("bpmn"), 8080, List.of()));
    }

    @Test
    void keepsItsOwnArgumentsAndHandsTheOthersOn() {
        SandboxArguments arguments = SandboxArguments.parse("--herald.sandbox.exit-after-examples=true",
                "--herald.smtp.presets.default.host=mail.example", "--herald.sandbox.processes=mine",
                "--herald.sandbox.page-port=0", "--debug");

        assertThat(arguments.exitAfterExamples()).isTrue();
        assertThat(arguments.processes()).isEqualTo(Path.of("mine"));
        assertThat(arguments.pagePort()).isZero();
        assertThat(arguments.forHerald()).containsExactly("--herald.smtp.presets.default.host=mail.example", "--debug");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--herald.sandbox.exit-after-example=true", "--herald.sandbox.exit-after-examples=yes",
            "--herald.sandbox.page-port=80800", "--herald.sandbox.page-port"})
    void refusesAnArgumentThatItDoesNotUnderstandByItsName(String argument) {
        assertThatThrownBy(() -> SandboxArguments.parse(argument)).isInstanceOf(SandboxFailure.class)
                .hasMessageContaining(argument);
    }
}
