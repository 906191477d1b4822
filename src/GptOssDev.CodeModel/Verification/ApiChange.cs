namespace GptOssDev.CodeModel.Verification;

/// <summary>A change of a project's public surface.</summary>
/// <param name="Id">The documentation comment id.</param>
/// <param name="Before">The signature before; null when the symbol is new.</param>
/// <param name="After">The signature after; null when the symbol is gone.</param>
public sealed record ApiChange(ApiChangeKind Kind, string Id, string? Before, string? After, string Project);
