using Curate.Core.Data;

namespace Curate.Core.Running.Views;

/// <summary>A source whose columns have kinds: those that inference found over all rows.</summary>
/// <param name="source">The source below; the view does not own it.</param>
/// <param name="schema">Its schema with kinds filled in.</param>
public sealed class TypedSource(IRecordSource source, TableSchema schema) : SourceView(source)
{
    public override TableSchema Schema => schema;

    public override IRecordSource? Same(ReadRequest request) => Source;
}
