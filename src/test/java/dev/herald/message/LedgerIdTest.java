package dev.herald.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerIdTest {
    private static final LedgerId LEDGER = new LedgerId("0123456789abcdef");

    @Test
    void makesTheSameOfTheSameText() {
        assertThat(LEDGER.mac("message-id", "1")).hasSize(32).isEqualTo(LEDGER.mac("message-id", "1"));
    }

    @Test
    void makesSomethingElseForAnotherTextPurposeOrLedger() {
        assertThat(LEDGER.mac("message-id", "1")).isNotEqualTo(LEDGER.mac("message-id", "2"))
                .isNotEqualTo(LEDGER.mac("tag", "1"))
                .isNotEqualTo(new LedgerId("0123456789abcdee").mac("message-id", "1"));
    }

    @Test
    void isNotShown() {
        assertThat(LEDGER).asString().doesNotContain(LEDGER.value());
    }
}
