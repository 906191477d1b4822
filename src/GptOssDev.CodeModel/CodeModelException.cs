namespace GptOssDev.CodeModel;

/// <summary>The one failure this layer throws: an enum for programs and one line for people. Expected outcomes are values.</summary>
public sealed class CodeModelException : Exception
{
    public CodeModelException(CodeModelReason reason, string message, Exception? inner = null)
        : base(message, inner) => Reason = reason;

    public CodeModelReason Reason { get; }
}
