using GptOssDev.Features.Code;

namespace GptOssDev.Features.Explain;

/// <summary>What a compiler says about some lines, as an editor shows it: the start of a fix or of an explanation. Pure.</summary>
/// <param name="Code">As the compiler names it: <c>CS0103</c>.</param>
public sealed record DiagnosticInstruction(string Code, string Message, LineRange Lines)
{
    private const int MaxMessage = 300;
    private const int MaxCode = 20;
    private const int LinesAround = 20;

    /// <summary>What a refactoring that mends it is told.</summary>
    public string Instruction => $"Mend what the compiler reports: {Text}. Change as little as possible.";

    /// <summary>What a question for its reason asks.</summary>
    public string Question => $"The compiler reports {Text}. Why, and what would mend it?";

    /// <summary>The lines of a file that an explanation looks at; null when the complaint lies outside the file.</summary>
    public LineRange? Around(string text)
    {
        var count = TextLines.Count(text);
        return Lines.Start >= 1 && Lines.Start <= count
            ? new LineRange(Math.Max(1, Lines.Start - LinesAround), Math.Min(count, Lines.End + LinesAround))
            : null;
    }

    // It comes from whoever the editor listens to, so it is bounded and kept on one line.
    private string Text => $"{Bounded(Code, MaxCode)} on line {Lines.Start}: {Bounded(Message, MaxMessage)}";

    private static string Bounded(string text, int length)
    {
        var line = text.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return BoundedText.Of(line, length);
    }
}
