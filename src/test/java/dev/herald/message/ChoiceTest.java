package dev.herald.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceTest {

    @ParameterizedTest
    @CsvSource({"shop, default shop, shop", ", default shop, default", "' ', default shop, default", ", shop, shop",
            "'', shop, shop", ", shop billing, ", "'', shop billing, ", "shop, default, ", "default, shop, "})
    void isTheNamedOneElseTheDefaultElseTheOnlyOne(@Nullable String name, String configured, @Nullable String found) {
        var choice = new Choice<>("smsSender", "herald.sms.senders.", Stream.of(configured.split(" "))
                .collect(Collectors.toMap(Function.identity(), Function.identity())));

        assertThat(choice.find(name).orElse(null)).isEqualTo(found);
    }
}
