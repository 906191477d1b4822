namespace GptOssDev.Harmony;

/// <summary>The spellings of the control tokens of the harmony format.</summary>
public static class ControlText
{
    public const string Start = "<|start|>";
    public const string End = "<|end|>";
    public const string Message = "<|message|>";
    public const string Channel = "<|channel|>";
    public const string Constrain = "<|constrain|>";
    public const string Return = "<|return|>";
    public const string Call = "<|call|>";
    public const string EndOfText = "<|endoftext|>";
}
