using System.Text.Json.Serialization;

namespace GptOssDev.CodeModel.Projects;

/// <summary>What is kept on disk of one build.</summary>
internal sealed record BuildCacheEntry(string Key, ProjectBuild Build);

[JsonSerializable(typeof(BuildCacheEntry))]
internal sealed partial class BuildCacheJson : JsonSerializerContext;
