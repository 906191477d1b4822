namespace GptOssDev.Inference.Engine;

/// <summary>A runner with its loop. Disposing ends the loop first: nothing decodes when the weights go.</summary>
internal sealed class LoadedModel(ModelFile file, IModelRunner runner, TimeProvider time) : IDisposable
{
    // Some twenty thousand tokens of a small model, five thousand of gpt-oss-20b.
    private const long HostBytes = 256L << 20;

    public ModelFile File { get; } = file;

    public IModelRunner Runner { get; } = runner;

    public EngineLoop Loop { get; } = new(runner, time, HostBytes);

    public void Dispose()
    {
        Loop.Dispose();
        Runner.Dispose();
    }
}
