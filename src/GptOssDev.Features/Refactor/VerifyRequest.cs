using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Workspaces;

namespace GptOssDev.Features.Refactor;

/// <summary>Asks for the compiler's verdict on edits that somebody else made.</summary>
public sealed record VerifyRequest(CodeSnapshot Code, IReadOnlyList<ExternalEdit> Edits);

/// <summary>One edit of one file, see its three forms.</summary>
/// <param name="Path">Absolute.</param>
public abstract record ExternalEdit(string Path)
{
    /// <summary>The whole new text; a path that is not there yet adds a file.</summary>
    public sealed record Whole(string Path, string NewText) : ExternalEdit(Path);

    /// <summary>A text in place of a range of the file as the snapshot has it.</summary>
    public sealed record Part(string Path, TextRange Range, string Text) : ExternalEdit(Path);

    /// <summary>The file goes.</summary>
    public sealed record Removal(string Path) : ExternalEdit(Path);
}
