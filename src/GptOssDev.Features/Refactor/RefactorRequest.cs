using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using GptOssDev.Features.Generation;

namespace GptOssDev.Features.Refactor;

/// <summary>Asks for a refactoring. Nothing is written: the outcome holds the edits.</summary>
public sealed record RefactorRequest(
    CodeSnapshot Code,
    string Instruction,
    CodeTarget Target,
    GenerationSettings? Settings = null
);
