namespace GptOssDev.Features;

/// <summary>Why a feature could not do what was asked.</summary>
public enum FeatureFailure
{
    /// <summary>What the user named cannot be used: a missing file, a position past the end, an empty question.</summary>
    BadInput,

    /// <summary>The machine or its set-up is at fault: no git, a repository that cannot be read.</summary>
    Environment,

    /// <summary>The model produced nothing usable.</summary>
    NoAnswer,
}
