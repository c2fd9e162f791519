namespace Curate.Formats.Csv;

/// <summary>Where a record is.</summary>
/// <param name="Offset">Bytes of the input before it.</param>
/// <param name="Line">The 1-based line on which it starts, or 0 where that has to be found.</param>
internal readonly record struct CsvPlace(long Offset, long Line);
