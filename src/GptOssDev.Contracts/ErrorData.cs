namespace GptOssDev.Contracts;

/// <summary>The <c>data</c> of an error of ours.</summary>
/// <param name="Reason">A stable word for programs, in kebab case: <c>file-not-found</c>, <c>model-missing</c>, …</param>
public sealed record ErrorData(string Reason);
