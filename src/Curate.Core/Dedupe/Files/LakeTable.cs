using Curate.Core.Data;

namespace Curate.Core.Dedupe.Files;

/// <summary>One file of a folder of tables.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Bytes">Its size on disk.</param>
/// <param name="Open">Opens it; whoever calls disposes.</param>
public sealed record LakeTable(string Name, long Bytes, Func<IRecordSource> Open);
