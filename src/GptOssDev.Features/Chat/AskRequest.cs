using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using GptOssDev.Features.Generation;

namespace GptOssDev.Features.Chat;

/// <summary>Asks a question about the files named and the text given.</summary>
/// <param name="Context">Text that the user piped in.</param>
/// <param name="UseRepository">False when the user does not want the repository to be looked at.</param>
public sealed record AskRequest(
    CodeSnapshot Code,
    string Question,
    IReadOnlyList<AskFile>? Files = null,
    string? Context = null,
    bool UseRepository = true,
    GenerationSettings? Settings = null
);

/// <param name="Path">Absolute path.</param>
/// <param name="Lines">Null is the whole file.</param>
public sealed record AskFile(string Path, LineRange? Lines = null);
