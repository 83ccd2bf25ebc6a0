package dev.herald.message;

/**
 * One attempt to send a message.
 *
 * @param progress what earlier attempts achieved: nobody in it is sent the message again
 * @param mark is to be set before the point of no return
 */
public record Attempt(Progress progress, HandoverMark mark) {}
