namespace Curate.Core.Running;

/// <summary>What a copy did.</summary>
/// <param name="InputRows">Rows read.</param>
/// <param name="OutputRows">Rows written.</param>
/// <param name="OutputBytes">Bytes written before compression.</param>
public readonly record struct CopyResult(long InputRows, long OutputRows, long OutputBytes);
