namespace GptOssDev.Grammar;

/// <summary>A schema, expression or choice that cannot be compiled into a token mask; the message says what and where.</summary>
public sealed class GrammarException : Exception
{
    public GrammarException(string message)
        : base(message) { }

    public GrammarException(string message, Exception inner)
        : base(message, inner) { }
}
