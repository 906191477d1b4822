namespace GptOssDev.Changes.Diffs;

/// <summary>Which side of a patch a text holds.</summary>
public enum PatchSide
{
    /// <summary>What the patch begins with: the patch was applied to it.</summary>
    Old,

    /// <summary>What the patch ends with: there was nothing to apply.</summary>
    New,

    /// <summary>Something else.</summary>
    Neither,
}
