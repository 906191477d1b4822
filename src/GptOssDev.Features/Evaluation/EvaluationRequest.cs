using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Generation;

namespace GptOssDev.Features.Evaluation;

/// <summary>Asks for a measurement of completion over a repository's own C# files.</summary>
/// <param name="Positions">How many cursors are replayed, spread evenly over the kinds of places.</param>
/// <param name="Candidates">Candidates for the best of n, from 1 to 8.</param>
public sealed record EvaluationRequest(
    CodeSnapshot Code,
    int Positions = 400,
    int Candidates = 3,
    GenerationSettings? Settings = null
);

/// <summary>How far a measurement is.</summary>
public sealed record EvaluationProgress(int Done, int Total);

/// <param name="Verified">False when the compiler could judge nothing: the repository is not trusted or does not build.</param>
/// <param name="Kinds">Figures of each kind of place, then of all together.</param>
public sealed record EvaluationOutcome(
    string Model,
    int Seed,
    int Positions,
    int Candidates,
    bool Verified,
    IReadOnlyList<KindMetrics> Kinds,
    string? Notice
);
