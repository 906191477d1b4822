namespace GptOssDev.CodeModel.Verification;

/// <summary>What a verdict stands on. Every list is bounded; <see cref="Truncated"/> says that one was cut.</summary>
/// <param name="DiagnosticsAdded">Errors and warnings that the edit brings, errors first.</param>
/// <param name="DiagnosticsRemoved">Errors and warnings that the edit takes away.</param>
/// <param name="PublicApiChanges">Public and protected symbols of the edited projects that came, went or changed.</param>
/// <param name="SymbolsTouched">Qualified names of the declarations that the edit lies in.</param>
/// <param name="ProjectsChecked">Names of the projects whose diagnostics were compared.</param>
/// <param name="ChangedNothing">True when every file keeps its text.</param>
public sealed record Evidence(
    IReadOnlyList<CodeDiagnostic> DiagnosticsAdded,
    IReadOnlyList<CodeDiagnostic> DiagnosticsRemoved,
    IReadOnlyList<ApiChange> PublicApiChanges,
    IReadOnlyList<string> SymbolsTouched,
    IReadOnlyList<string> ProjectsChecked,
    TimeSpan TimeSpent,
    bool ChangedNothing,
    bool Truncated
)
{
    public static Evidence Empty { get; } = new([], [], [], [], [], TimeSpan.Zero, false, false);
}
