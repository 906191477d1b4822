using System.Text.Json.Serialization;

namespace GptOssDev.CodeModel.Projects;

/// <summary>What is kept on disk of one project's builds, the framework of choice first.</summary>
internal sealed record BuildCacheEntry(string Key, IReadOnlyList<ProjectBuild> Builds);

[JsonSerializable(typeof(BuildCacheEntry))]
internal sealed partial class BuildCacheJson : JsonSerializerContext;
