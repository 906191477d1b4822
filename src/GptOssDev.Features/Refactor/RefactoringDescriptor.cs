namespace GptOssDev.Features.Refactor;

/// <summary>An instruction that an editor's menu offers.</summary>
/// <param name="Name">Stable, in kebab case; what an editor sends back.</param>
/// <param name="Title">What the menu shows.</param>
/// <param name="Instruction">What the model is told.</param>
public sealed record RefactoringDescriptor(string Name, string Title, string Instruction);
