namespace GptOssDev.Contracts;

/// <param name="State"><c>ok</c>, <c>warning</c> or <c>problem</c>.</param>
/// <param name="Mend">The command or change that mends it; null when nothing is wrong.</param>
public sealed record DoctorCheck(string Name, string State, string Message, string? Mend = null);

/// <summary>What the daemon sees of the machine: native library, backend, models, SDK.</summary>
public sealed record DoctorResult(IReadOnlyList<DoctorCheck> Checks);
