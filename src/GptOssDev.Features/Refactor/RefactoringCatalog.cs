using GptOssDev.CodeModel.Symbols;

namespace GptOssDev.Features.Refactor;

/// <summary>
/// The instructions that suit a selection, chosen from its syntax alone: what is offered has something to start from. The
/// model is asked only when one is chosen. Pure.
/// </summary>
public static class RefactoringCatalog
{
    private static readonly (RefactoringTraits Needs, RefactoringDescriptor Item)[] _all =
    [
        (
            RefactoringTraits.SelectsStatements,
            new(
                "extract-method",
                "Extract a method",
                "Extract the named lines into a new private method and call it there."
            )
        ),
        (
            RefactoringTraits.HasBranches,
            new("switch-expression", "Use a switch expression", "Rewrite the branches as a switch expression.")
        ),
        (
            RefactoringTraits.HasTypeTest,
            new(
                "pattern-matching",
                "Use pattern matching",
                "Replace type tests, casts and null checks by pattern matching."
            )
        ),
        (
            RefactoringTraits.HasNestedConditions,
            new("guard-clauses", "Flatten nested conditions", "Flatten the nested conditions with early returns.")
        ),
        (
            RefactoringTraits.OneStatementBody,
            new("expression-body", "Use an expression body", "Convert the body to an expression body.")
        ),
        (
            RefactoringTraits.HasStatements,
            new("simplify", "Simplify", "Simplify this code without changing what it does.")
        ),
        (
            RefactoringTraits.IsUndocumented,
            new("document", "Write its documentation", "Add an XML documentation comment. Change nothing else.")
        ),
    ];

    public static IReadOnlyList<RefactoringDescriptor> For(RefactoringTraits traits) =>
        [.. _all.Where(entry => traits.HasFlag(entry.Needs)).Select(entry => entry.Item)];

    /// <summary>The instruction with a name; null when there is none.</summary>
    public static RefactoringDescriptor? Find(string name) =>
        _all.Select(entry => entry.Item).FirstOrDefault(item => item.Name == name);
}
