namespace GptOssDev.Harmony.Parsing;

/// <summary>A stretch of header text and the control token before it; null for the stretch that holds the role.</summary>
internal readonly record struct HeaderSegment(ControlKind? Lead, string Text);
