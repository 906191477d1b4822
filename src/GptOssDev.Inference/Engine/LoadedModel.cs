namespace GptOssDev.Inference.Engine;

/// <summary>A runner with its loop. Disposing ends the loop first: nothing decodes when the weights go.</summary>
internal sealed class LoadedModel(ModelFile file, IModelRunner runner, TimeProvider time) : IDisposable
{
    public ModelFile File { get; } = file;

    public IModelRunner Runner { get; } = runner;

    public EngineLoop Loop { get; } = new(runner, time);

    public void Dispose()
    {
        Loop.Dispose();
        Runner.Dispose();
    }
}
