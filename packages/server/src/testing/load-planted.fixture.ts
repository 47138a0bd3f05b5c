import { registerHooks } from 'node:module';
import { loadedPlanted, type PlantedSource, plantedVariable } from './planted-source.fixture.ts';

// Preloaded by plant-defects.fixture.ts: every source is loaded from its own place, so that what Node keeps of it serves; a planted one with its other text.
const sources = JSON.parse(process.env[plantedVariable] ?? '[]') as readonly PlantedSource[];
const planted = new Map(sources.map((each) => [each.url, each]));
const withoutQuery = (url: string) => url.split('?', 1)[0] ?? '';

registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    const source = planted.get(resolved.url);
    // a name of its own, so that what Node keeps of the source as it is stays what it is
    return source === undefined ? resolved : { ...resolved, url: `${resolved.url}?${source.name}` };
  },
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const source = planted.get(withoutQuery(url));
    if (source === undefined) return loaded;
    const text = Buffer.from(loaded.source as Uint8Array).toString();
    console.error(loadedPlanted(source));
    return {
      ...loaded,
      source: source.changes.reduce((all, { find, replace }) => all.replaceAll(find, replace), text),
    };
  },
});
