using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Verification;

/// <summary>An edited document in one project: its trees and the compilations that hold them.</summary>
internal sealed record TrialEdit(
    ProjectId Id,
    string Project,
    SyntaxTree Before,
    SyntaxTree After,
    Compilation OldCompilation,
    Compilation NewCompilation
);
