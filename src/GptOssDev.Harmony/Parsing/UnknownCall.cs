namespace GptOssDev.Harmony.Parsing;

/// <summary>A message to a recipient that was never offered. It is shown to nobody; the caller may answer it.</summary>
public sealed record UnknownCall(string Recipient, string Body);
