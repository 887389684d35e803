import { describe, expect, it } from '@jest/globals';

import { expectWorkInProportion } from '../../../../test/support/growth.js';
import { emergencySigns } from './emergency-gate.js';
import type { EmergencyKind } from './emergency-kind.js';

type Expected = EmergencyKind | 'none';

/** Written by hand, as citizens write: the table that the word lists answer to. */
const sentences: readonly (readonly [Expected, string])[] = [
  ['sewer', 'There is sewage in the street in front of 214 Oak Street'],
  ['sewer', 'Sewer backing up into my basement'],
  ['sewer', 'the sewer is overflowing again on Elm Ave'],
  ['sewer', 'A manhole near the school is overflowing, brown water everywhere'],
  ['sewer', 'RAW SEWAGE!!! coming out of the ground'],
  ['sewer', 'Our toilets are backing up and the drains back up too'],
  ['sewer', 'Backed-up sewer line at the park restroom, it smells terrible'],
  ['sewer', 'wastewater is running down the road into the creek'],
  ['sewer', 'there is poop coming up through the floor drain'],
  ['sewer', 'Septic tank next door is overflowing to our yard'],
  ['sewer', 'Hay aguas negras en la calle'],
  ['sewer', 'El drenaje está tapado y se está desbordando'],
  ['sewer', 'Se desbordó la alcantarilla frente a mi casa'],
  ['sewer', 'Las aguas residuales están llegando al arroyo'],
  ['sewer', 'se tapó el drenaje y sale por el inodoro'],
  ['sewer', 'La coladera está rebosando desde anoche'],
  ['sewer', 'El inodoro se está desbordando con agua puerca'],
  ['sewer', 'huele horrible, la cloaca se reventó'],
  ['water', 'Water main break at Oak and 3rd!'],
  ['water', 'a water main burst on Pine Road, the road is washing away'],
  ['water', 'We have no water since 6 pm'],
  ['water', "I don't have water at my house"],
  ['water', 'Is the water out for everybody? Ours is gone'],
  ['water', 'water is gushing out of the sidewalk'],
  ['water', 'Somebody hit a hydrant and water is shooting into the air'],
  ['water', 'Broken pipe in the road, water everywhere'],
  ['water', 'there is a big water leak in the street near the library'],
  ['water', 'We lost water pressure in the whole neighborhood'],
  ['water', 'Water has been running down the street all day'],
  ['water', 'Pipe burst under the road in front of the bakery'],
  ['water', 'our water went off and nobody answers'],
  ['water', 'Se reventó un tubo de agua en la esquina'],
  ['water', 'No hay agua en todo el edificio'],
  ['water', 'Estamos sin agua desde la mañana'],
  ['water', 'Hay una fuga de agua muy grande en la banqueta'],
  ['water', 'no tenemos agua en la colonia'],
  ['water', 'La tubería principal se rompió y está botando agua'],
  ['water', 'nos cortaron el agua sin avisar y hay bebés'],
  ['water', 'Está brotando agua del pavimento: agua corriendo por la calle'],
  ['water', 'se fue el agua otra vez'],
  ['life-safety', 'I smell gas in my kitchen'],
  ['life-safety', 'It smells like gas outside the school'],
  ['life-safety', 'gas leak at 12 Maple'],
  ['life-safety', 'There are wires down across Main Street'],
  ['life-safety', 'A power line fell on a car'],
  ['life-safety', 'downed power lines sparking by the bus stop'],
  ['life-safety', 'the electrical wires are hanging low over the road'],
  ['life-safety', 'There is a fire behind the gym'],
  ['life-safety', 'House on fire!!'],
  ['life-safety', 'I can see flames from the roof'],
  ['life-safety', 'my neighbor is trapped in her car'],
  ['life-safety', 'Somebody is drowning in the lake'],
  ['life-safety', 'a kid fell into the manhole'],
  ['life-safety', 'People are stuck in the elevator at town hall'],
  ['life-safety', 'The carbon monoxide alarm is ringing'],
  ['life-safety', 'An explosion just shook our street'],
  ['life-safety', 'Huele a gas en la escuela'],
  ['life-safety', 'Hay cables caídos en la calle'],
  ['life-safety', 'Se cayó un poste con cables y está echando chispas'],
  ['life-safety', 'hay un incendio en el edificio de al lado'],
  ['life-safety', 'Se está quemando un carro'],
  ['life-safety', 'Mi vecina está atrapada en el elevador'],
  ['life-safety', 'un niño se está ahogando en la alberca'],
  ['life-safety', 'Fuga de gas en la calle 5'],
  ['life-safety', 'Sale fuego del techo'],
  ['none', 'The dog next door has been barking all night'],
  ['none', 'The street light at Oak and 3rd is out.'],
  ['none', 'The fire hydrant on our corner needs to be painted'],
  ['none', 'What are the fire station hours?'],
  ['none', 'My water bill is too high'],
  ['none', 'Why is my water bill off by forty dollars? The meter is out of my reach'],
  ['none', 'Can I get a fire pit permit?'],
  ['none', 'When are the sewer bills due?'],
  ['none', 'I want a sewer connection for my new house'],
  ['none', 'There is a pothole as big as a bathtub'],
  ['none', 'Missed trash pickup, we are drowning in trash'],
  ['none', 'You should fire the mayor'],
  ['none', 'The new gas station is too bright at night'],
  ['none', 'The street was full of fireworks trash after the party'],
  ['none', 'The water fountain in the park does not work'],
  ['none', 'Can you put a bench near the drinking fountain?'],
  ['none', 'Please trim the tree before the power company does'],
  ['none', 'Thank you, the crew was great!'],
  ['none', 'How do I sign up for fire safety classes?'],
  ['none', 'The grass at 22 Birch Lane is three feet tall'],
  ['none', 'My recycling cart is broken and the lid came off'],
  ['none', 'El perro del vecino ladra toda la noche'],
  ['none', 'Mi recibo del agua está muy caro'],
  ['none', '¿A qué hora abre la estación de bomberos?'],
  ['none', 'Hay un bache enorme en la calle Roble'],
  ['none', 'No recogieron la basura esta semana'],
  ['none', 'Quiero pagar la cuenta de gas y de agua'],
  ['none', 'Hay fuegos artificiales todas las noches'],
  ['none', 'En el parque no hay agua caliente en las duchas'],
  ['none', 'Gracias por arreglar el semáforo'],
];

describe('the words of an emergency', () => {
  it.each(sentences)('%s: %s', (expected, words) => {
    const kinds = kindsOf(words);
    if (expected === 'none') expect(kinds).toEqual([]);
    else expect(kinds).toContain(expected);
  });

  it('are found with high precision and recall, per kind', () => {
    for (const kind of ['sewer', 'water', 'life-safety'] as const) {
      const found = sentences.filter(([, words]) => kindsOf(words).includes(kind));
      const right = found.filter(([expected]) => expected === kind);
      const wanted = sentences.filter(([expected]) => expected === kind);
      expect(right.length / wanted.length).toBe(1);
      expect(right.length / found.length).toBeGreaterThanOrEqual(0.95);
    }
  });

  it('are heard in any case, with and without accents and punctuation', () => {
    expect(kindsOf('¡SE REVENTO LA TUBERIA!')).toEqual(['water']);
    expect(kindsOf('se reventó... la tubería')).toEqual(['water']);
    expect(kindsOf('Sewage\nin\tthe street')).toEqual(['sewer']);
  });

  it('are whole words: a seamstress is no sewer, a campfire no fire', () => {
    expect(kindsOf('The sewermaster club had a bonfire, misfire and hosewater')).toEqual([]);
  });

  it('are read at the beginning of a text of any length, at once', () => {
    const longOf = (count: number) =>
      `There is sewage in the street. ${'water pipe '.repeat(count)}`;
    expectWorkInProportion(200_000, longOf, (long) => {
      expect(kindsOf(long)).toEqual(['sewer']);
    });
    expect(kindsOf(`${'lorem ipsum '.repeat(1_000)} sewage in the street`)).toEqual([]);
  });

  it('say what was heard', () => {
    const signs = emergencySigns({ words: 'Help, raw SEWAGE everywhere', service: null });
    expect(signs).toEqual([{ kind: 'sewer', evidence: 'sewage' }]);
  });
});

describe('the service that a citizen chose', () => {
  it('is an emergency by itself, whatever the words', () => {
    const service = { code: 'WA-SEW', emergencyKind: 'sewer' } as const;
    expect(emergencySigns({ words: 'please help', service })).toEqual([
      { kind: 'sewer', evidence: 'service WA-SEW' },
    ]);
    const pothole = { code: 'ST-POT', emergencyKind: null };
    expect(emergencySigns({ words: 'a pothole', service: pothole })).toEqual([]);
  });

  it('is heard when a key was pressed for it, whatever the words, and once', () => {
    const pressed = { words: 'The caller pressed 1.', service: null, chosen: 'water' } as const;
    expect(emergencySigns(pressed)).toEqual([{ kind: 'water', evidence: 'chosen' }]);
    expect(emergencySigns({ ...pressed, words: 'Water main break!' })).toHaveLength(1);
  });

  it('does not hide what the words say beside it', () => {
    const service = { code: 'WA-MAIN', emergencyKind: 'water' } as const;
    const signs = emergencySigns({ words: 'the break took wires down', service });
    expect(signs.map(({ kind }) => kind)).toEqual(['water', 'life-safety']);
  });
});

function kindsOf(words: string): EmergencyKind[] {
  return emergencySigns({ words, service: null }).map(({ kind }) => kind);
}
