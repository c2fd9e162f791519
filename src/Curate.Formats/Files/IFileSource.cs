using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>A source over one file, which can be told to deliver its rows in the shape of a dataset it is part of.</summary>
public interface IFileSource : IRecordSource
{
    /// <summary>
    /// This file with the columns of <paramref name="schema"/> in that order: columns it lacks are null, columns that are not in the
    /// schema are left out. Payloads come in <paramref name="layout"/>: copied where the file's own layout equals it, re-encoded where
    /// not. Returns this source itself when nothing changes. The new source owns this one.
    /// </summary>
    IRecordSource Conform(TableSchema schema, PayloadLayout layout);
}
