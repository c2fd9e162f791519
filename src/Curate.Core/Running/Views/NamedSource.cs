using Curate.Core.Data;

namespace Curate.Core.Running.Views;

/// <summary>A source under another name, for messages.</summary>
/// <param name="source">The source below; the view does not own it.</param>
/// <param name="name">What messages call it.</param>
public sealed class NamedSource(IRecordSource source, string name) : SourceView(source)
{
    public override string Name => name;

    public override IRecordSource? Same(ReadRequest request) => Source;
}
