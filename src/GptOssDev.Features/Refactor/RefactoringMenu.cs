using GptOssDev.CodeModel.Symbols;

namespace GptOssDev.Features.Refactor;

/// <summary>
/// The instructions that suit a selection, chosen from its syntax alone: what is offered has something to start from. The
/// model is asked only when one is chosen. Pure.
/// </summary>
public static class RefactoringMenu
{
    private static readonly (CodeTraits Needs, NamedRefactoring Item)[] All =
    [
        (
            CodeTraits.SelectsStatements,
            new(
                "extract-method",
                "Extract a method",
                "Extract the named lines into a new private method and call it there."
            )
        ),
        (
            CodeTraits.HasBranches,
            new("switch-expression", "Use a switch expression", "Rewrite the branches as a switch expression.")
        ),
        (
            CodeTraits.HasTypeTest,
            new(
                "pattern-matching",
                "Use pattern matching",
                "Replace type tests, casts and null checks by pattern matching."
            )
        ),
        (
            CodeTraits.HasNestedConditions,
            new("guard-clauses", "Flatten nested conditions", "Flatten the nested conditions with early returns.")
        ),
        (
            CodeTraits.OneStatementBody,
            new("expression-body", "Use an expression body", "Convert the body to an expression body.")
        ),
        (CodeTraits.HasStatements, new("simplify", "Simplify", "Simplify this code without changing what it does.")),
        (
            CodeTraits.IsUndocumented,
            new("document", "Write its documentation", "Add an XML documentation comment. Change nothing else.")
        ),
    ];

    public static IReadOnlyList<NamedRefactoring> For(CodeTraits traits) =>
        [.. All.Where(entry => traits.HasFlag(entry.Needs)).Select(entry => entry.Item)];

    /// <summary>The instruction with a name; null when there is none.</summary>
    public static NamedRefactoring? Find(string name) =>
        All.Select(entry => entry.Item).FirstOrDefault(item => item.Name == name);
}
