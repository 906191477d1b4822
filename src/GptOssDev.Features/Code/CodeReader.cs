using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Code;

/// <summary>Reads what a request names, through the snapshot.</summary>
internal static class CodeReader
{
    /// <summary>The text given, else what the snapshot or the disk holds.</summary>
    /// <exception cref="FeatureException">The file cannot be used.</exception>
    public static SourceFile Read(CodeSnapshot code, string path, string? text)
    {
        if (text is not null)
        {
            code = code.WithText(path, text);
        }
        var read = code.ReadText(path);
        return read.Succeeded ? read.File : throw new FeatureException(FeatureFailure.BadInput, read.Failure.Message);
    }

    /// <summary>What the snapshot or the disk holds; null when it cannot be read.</summary>
    public static string? TryRead(CodeSnapshot code, string path) =>
        code.ReadText(path) is { File: { } file } ? file.Text : null;

    /// <summary>Checks that lines lie in a text, and returns them.</summary>
    /// <exception cref="FeatureException">They do not.</exception>
    public static LineRange CheckedLines(string path, string text, LineRange lines)
    {
        var count = TextLines.Count(text);
        if (lines.Start < 1 || lines.End < lines.Start)
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                $"{path}: lines {lines.Start}-{lines.End} are no range: give the first line, then the last, counted from 1"
            );
        }
        return lines.End <= count
            ? lines
            : throw new FeatureException(
                FeatureFailure.BadInput,
                $"{path}: line {lines.End} is past the end: the file has {count} line{(count == 1 ? "" : "s")}"
            );
    }
}
