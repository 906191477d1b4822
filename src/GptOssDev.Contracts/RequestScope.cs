namespace GptOssDev.Contracts;

/// <summary>The workspace a request speaks of.</summary>
/// <param name="Root">Absolute folder; null lets the daemon find it from the file named.</param>
/// <param name="Trusted">
/// Whether the user lets the project's own build code run (a design-time build does). Untrusted: syntax only.
/// </param>
/// <param name="Framework">Target framework to read projects for several as; null keeps the daemon's setting.</param>
public sealed record WorkspaceScope(string? Root = null, bool Trusted = false, string? Framework = null);

/// <summary>How to generate. Null keeps the daemon's setting.</summary>
/// <param name="Model">Name or path of the model.</param>
/// <param name="Effort"><c>low</c>, <c>medium</c> or <c>high</c>.</param>
/// <param name="Seed">Makes sampling repeatable.</param>
/// <param name="Temperature">0 is greedy.</param>
/// <param name="MaxTokens">Bound on the tokens generated.</param>
public sealed record GenerationOptions(
    string? Model = null,
    string? Effort = null,
    int? Seed = null,
    double? Temperature = null,
    int? MaxTokens = null
);
