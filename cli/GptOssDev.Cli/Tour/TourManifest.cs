namespace GptOssDev.Cli.Tour;

/// <summary>What the tour asks, as <c>tour.json</c> beside the demo project has it.</summary>
internal sealed record TourManifest(TourStop Complete, TourStop Explain, TourRefactoring Refactor, TourReview Review);

/// <param name="At"><c>FILE:LINE:COL</c> or <c>FILE:LINE-LINE</c>, relative to the project.</param>
internal sealed record TourStop(string At);

internal sealed record TourRefactoring(string At, string Instruction);

/// <param name="Patch">A unified diff, relative to the project.</param>
internal sealed record TourReview(string Patch);
