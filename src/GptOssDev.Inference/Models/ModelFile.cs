namespace GptOssDev.Inference;

/// <summary>Where a model was found.</summary>
public enum ModelSource
{
    /// <summary>Ships with the product.</summary>
    Bundled,

    /// <summary>In the user's model folder.</summary>
    User,

    /// <summary>Named by its path.</summary>
    Path,
}

/// <param name="Path">Absolute; of a split model the first shard.</param>
public sealed record ModelFile(string Name, string Path, ModelSource Source);
