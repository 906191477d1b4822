using GptOssDev.CodeModel.Documents;
using GptOssDev.Features.Code;

namespace GptOssDev.Features.Completion.Sessions;

/// <summary>Positions of offsets in a text. Pure.</summary>
internal static class OffsetPositions
{
    public static TextPosition Of(string text, int offset)
    {
        var starts = TextLines.Starts(text);
        var found = starts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return new TextPosition(line, offset - starts[line]);
    }
}
