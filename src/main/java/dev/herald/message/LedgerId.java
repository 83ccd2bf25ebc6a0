package dev.herald.message;

/** Tells the messages of one ledger from those of all others: random, and the same for as long as the ledger lives. */
public record LedgerId(String value) {}
