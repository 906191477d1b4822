namespace GptOssDev.Client.Backends;

/// <summary>Which native libraries the daemon uses.</summary>
/// <param name="Root">Root of the installed libraries, laid out as the program's own; null for the program's own.</param>
/// <param name="Why">One clause.</param>
/// <param name="Note">One line where a backend that is there cannot be used; null otherwise.</param>
/// <param name="Command">What fixes the note or the refusal; null where nothing can.</param>
public sealed record BackendDecision(
    Backend Backend,
    string? Root,
    string Why,
    string? Note = null,
    string? Command = null
)
{
    /// <summary>One line where the setting asks for a backend that cannot be used: nothing may run then; null otherwise.</summary>
    public string? Refusal { get; init; }
}
