using GptOssDev.CodeModel.Documents;
using GptOssDev.Features.Completion;

namespace GptOssDev.Tests.Unit.Features;

/// <summary>Texts whose cursor is written as <c>$0</c>.</summary>
internal static class MarkedText
{
    public static (string Text, TextPosition Position) Parse(string marked)
    {
        var offset = marked.IndexOf("$0", StringComparison.Ordinal);
        var before = marked[..offset].ReplaceLineEndings("\n").Split('\n');
        return (marked.Remove(offset, 2), new TextPosition(before.Length - 1, before[^1].Length));
    }

    public static CursorContext Cursor(string marked, string path)
    {
        var (text, position) = Parse(marked);
        return CursorContext.At(path, text, position);
    }
}
