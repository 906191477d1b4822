using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Code;

/// <summary>The part of a file that a request is about.</summary>
/// <param name="Code">A snapshot in which the file has this text.</param>
/// <param name="Lines">The part: a whole declaration where there is one.</param>
/// <param name="Asked">The lines the user named; null for a symbol or a file.</param>
/// <param name="What">The part in words: <c>this method</c>.</param>
internal sealed record CodeSection(CodeSnapshot Code, SourceFile Source, LineRange Lines, LineRange? Asked, string What)
{
    /// <summary>The part's lines, line breaks included.</summary>
    public string Text
    {
        get
        {
            var (start, end) = Span;
            return Source.Text[start..end];
        }
    }

    /// <summary>Offsets of the part: from the start of its first line to the end of its last, that line's break left out.</summary>
    public (int Start, int End) Span
    {
        get
        {
            var starts = TextLines.Starts(Source.Text);
            return (starts[Lines.Start - 1], TextLines.EndOfLine(Source.Text, starts[Lines.End - 1]));
        }
    }

    /// <summary>How prompts head it: <c>src/A.cs:12-28</c>.</summary>
    public string Header => $"{Path}:{Lines}";

    /// <summary>The file's path as users and prompts see it.</summary>
    public string Path => DisplayPath.Of(Code.State.Root, Source.Path);
}
