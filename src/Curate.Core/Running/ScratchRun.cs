namespace Curate.Core.Running;

/// <summary>Handle of one run in scratch.</summary>
/// <param name="Id">Number of the run within its scratch.</param>
public readonly record struct ScratchRun(int Id);
