package dev.herald.architecture.planted.email;

public final class PlantedEmail {}
