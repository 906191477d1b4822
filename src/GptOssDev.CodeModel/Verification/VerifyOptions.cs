namespace GptOssDev.CodeModel.Verification;

/// <summary>How far a verification goes.</summary>
public sealed record VerifyOptions
{
    public static VerifyOptions Default { get; } = new();

    /// <summary>
    /// Stop after the edited projects when they already reject, and at the first dependent that does; false goes on for the evidence of all.
    /// </summary>
    public bool StopWhenRejected { get; init; } = true;

    /// <summary>Whether a warning that the project's settings raise to an error rejects, as its build would fail.</summary>
    public bool RaisedWarningsReject { get; init; } = true;

    /// <summary>Whether the public surface is compared.</summary>
    public bool ComparePublicApi { get; init; } = true;

    /// <summary>The most diagnostics, API changes and symbols each list of the evidence holds.</summary>
    public int MaxEvidence { get; init; } = 100;
}
