package dev.herald.zeebe.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camunda.client.api.response.ActivatedJob;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FootprintTest {

    /** As measured of Jackson's maps and lists in a heap with compressed pointers. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{}, | 24", "[], | 16", "{\"\":0}, | 27", "[0], | 18",
            "[[[]]], | 31", "{\"\":{}}, | 32", "{\"\":{\"\":{\"\":{}}}}, | 35", "\"a\", | 14", "0.5, | 5"})
    void countsNoLessThanWhatTheValuesTake(String json, int bytesForACharacter) {
        assertThat(Footprint.of(json)).isGreaterThanOrEqualTo((long) json.length() * bytesForACharacter);
    }

    @Test
    void refusesVariablesThatWouldTakeAllMemory() {
        String json = "{".repeat((int) (Runtime.getRuntime().maxMemory() / 2 / 150));

        assertThatThrownBy(() -> Variables.of(job(json))).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(
                        "variables: can't be read: those that this task sees would take more than half");
    }

    private static ActivatedJob job(String json) {
        return (ActivatedJob) Proxy.newProxyInstance(ActivatedJob.class.getClassLoader(),
                new Class<?>[]{ActivatedJob.class}, (self, method, arguments) -> json);
    }
}
