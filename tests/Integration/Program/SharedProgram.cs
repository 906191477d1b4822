using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>One world, and so one daemon with its model in memory, for all tests that change nothing.</summary>
public sealed class SharedProgram : IAsyncLifetime
{
    private readonly Lock _gate = new();
    private ProgramWorld? _world;

    /// <summary>Made by the first test that asks, so that a missing program skips tests and fails none.</summary>
    internal ProgramWorld World
    {
        get
        {
            lock (_gate)
            {
                return _world ??= Create();
            }
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static ProgramWorld Create()
    {
        var world = new ProgramWorld();
        SampleCode.WriteTo(world);
        return world;
    }
}

/// <summary>The tests that share the world.</summary>
[CollectionDefinition(Name)]
public sealed class SharedProgramGroup : ICollectionFixture<SharedProgram>
{
    public const string Name = "shared program";
}

/// <summary>The tests that measure times: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneGroup
{
    public const string Name = "alone";
}
